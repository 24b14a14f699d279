"""Language tags: their canonical form, the codes they are made of, and what is wrong with one."""
