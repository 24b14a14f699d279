"""What the verb `site` collects for its pages, from the files, git and AppConfig."""
