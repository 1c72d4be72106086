"""Where the public log lies as files, as anybody may copy and serve them (C2SP tlog-tiles)."""
