"""A fragment of English and of French, with the rules that lead from one to the other."""
