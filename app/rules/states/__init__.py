"""Which verb leads from which state to which, by entity: one table each, in the room of its wing."""
