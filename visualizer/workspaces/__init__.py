"""Workspaces: what fills the window below the lineage, one for each job."""
