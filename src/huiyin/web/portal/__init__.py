"""Pages for the public: home, filing, following, figures."""
