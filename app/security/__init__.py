"""Who someone is, what that allows, and which rows they see."""
