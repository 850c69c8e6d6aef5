-- Trigrams find mistyped words; btree_gin lets an index begin with the organisation. Both are "trusted": the database's owner
-- may create them. Accents are folded before words reach the database (server/catalog/word.ts), the same way for every engine.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
