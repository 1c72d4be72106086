"""The C2SP tlog-witness protocol and what a witness decides, without I/O."""
