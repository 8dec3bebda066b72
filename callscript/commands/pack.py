"""`callscript pack`: what a supervisor does with a script, each deed in a module of its own."""

from __future__ import annotations

from argparse import Namespace

from callscript.commands.report import Report


def pack(args: Namespace) -> Report:
    """Do what is asked for."""
    match args.deed:
        case "list":
            from callscript.commands.pack_versions import listed

            return listed(args.home, args.pack or "", counts=args.counts, json=args.json)
        case "publish":
            from callscript.commands.pack_versions import publish

            return publish(args.home, args.pack, args.note or "", args.starts or "")
        case "diff":
            from callscript.commands.pack_diff import diff

            return diff(args.home, args.first, args.second or "", json=args.json)
        case "graph":
            from callscript.commands.pack_graph import graph

            counted = (args.first, args.last) if args.counts else None
            return graph(args.home, args.pack, args.drawn, counted, ascii_only=args.ascii)
        case "new":
            from callscript.commands.pack_copies import new

            return new(args.home, args.name, args.source)
        case "import":
            from callscript.commands.pack_forms import import_

            return import_(args.home, args.file, args.name, args.language, strict=args.strict)
        case "export":
            from callscript.commands.pack_forms import export

            return export(args.home, args.pack, args.file, strict=args.strict)
        case "print":
            from callscript.commands.pack_copies import on_paper

            return on_paper(args.home, args.pack, args.language or "")
        case "practice":
            from callscript.commands.pack_practice import Asked, practise

            of_the_call = (args.pack, args.caller or "", args.keep or "", args.home)
            return practise(Asked(*of_the_call, plain=args.plain, ascii_only=args.ascii, json=args.json))
        case "test":
            from callscript.commands.pack_cases import test

            return test(args.home, args.pack, args.cases, json=args.json)
        case _:
            from callscript.commands.pack_versions import rollback

            return rollback(args.home, args.pack, args.to or "", args.note or "")
