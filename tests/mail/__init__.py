"""Letters on their way: mail servers that refuse, hang up and die, mail folders, and the programs that are killed."""
