"""Takes a contact-centre operator through a call the way a written service standard asks for it."""

__version__ = "0.1.0"
