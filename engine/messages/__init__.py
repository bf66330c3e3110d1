"""What the window and the engine say to each other: frozen values, never live objects.

Commands are verbs and go in through the inbox; events are past participles (or nouns, for
pictures) and come out through the :class:`engine.mailbox.Mailbox`. Every run carries a number
chosen by the sender; whoever receives something of another run than the current one drops it.
"""
