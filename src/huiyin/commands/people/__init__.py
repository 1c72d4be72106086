"""Commands: Divisions, offices, posts, competence."""
