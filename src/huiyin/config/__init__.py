"""Settings in small modules, root URLs, start-up checks; may import all, nobody imports it."""
