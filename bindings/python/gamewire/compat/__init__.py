"""The names of the libraries that this one replaces: change the import line, and what is on their pages runs.

    import gamewire.compat.valve.rcon as rcon

New code is better off with the modules that these are a thin layer over.
"""
