"""A centre's articles: found in its folders, read, indexed to be searched as one types. What they say is text."""
