"""python -m callscript."""

import sys

from callscript.cli import main

sys.exit(main())
