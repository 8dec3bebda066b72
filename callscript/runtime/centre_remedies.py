"""What to write in the centre's settings in place of what does not fit, by key."""

from __future__ import annotations

REMEDIES = {
    "host": 'write the name of the mail server, as in host = "mail.example.org"',
    "port": "write a number from 1 to 65535, as in port = 587",
    "tls": 'write tls = "starttls", "implicit" or "none"',
    "certificates": "write the path of a file of certificates (PEM)",
    "user": 'write the account at the mail server, as in user = "callscript"',
    "password_file": "write the path of a file that holds nothing but the password",
    "from": 'write one address, as in from = "callscript@example.org"',
    "give_up": 'write a duration such as 90s, 3m, 2h or 1d, as in give_up = "1d"',
    "to": 'write a list of addresses, as in to.management = ["head@example.org"]',
    "mail": "write [mail] on a line of its own, and what belongs to it below",
    "within": 'write how long, such as 15d (calendar days) or 10wd (working days), as in within.answer = "30d"',
    "ends": 'write ends = "midnight", "close" or "hour"',
    "day_off": 'write day_off = "next" or "same"',
    "people": 'write a list of the numbers of operators, as in people.management = ["1", "12"]',
    "any_hour": 'write the kinds of work, as in any_hour = ["callback"]',
    "days": "write the days of the week that the centre works, 1 is Monday, as in days = [1, 2, 3, 4, 5]",
    "opens": 'write a time, as in opens = "09:00"',
    "closes": 'write a time, as in closes = "18:00"',
    "holidays": 'write a country, as in holidays = "UA", or "" for none',
    "days_off": "write dates, as in days_off = [2026-12-31]",
    "working_days": "write dates, as in working_days = [2026-12-19]",
    "known_until": "write a year, as in known_until = 2027",
    "hours": "write [hours] on a line of its own, and what belongs to it below",
    "work": "write [work] on a line of its own, and what belongs to it below",
    "kind": 'write kind = "relay" for a host of several that a relay works on, else kind = "files"',
    "durability": 'write durability = "host", or "centre" beside kind = "relay" for saves that wait for PostgreSQL',
    "socket": "write the path of the relay's socket, from the home or from the root, of 100 bytes at most",
    "store": "write [store] on a line of its own, and what belongs to it below",
}
