-- The tables of a store of schema version 1, as the program made them then.
PRAGMA application_id = 1447314772;
PRAGMA user_version = 1;
CREATE TABLE report (  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash INTEGER NOT NULL, file TEXT NOT NULL,  line INTEGER NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,  publisher TEXT NOT NULL, language TEXT NOT NULL, published TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TABLE event (  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,  report INTEGER NOT NULL REFERENCES report (number) ON DELETE CASCADE, position INTEGER NOT NULL,  story TEXT NOT NULL, incident TEXT NOT NULL, sentence INTEGER NOT NULL,  text TEXT NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL,  trigger_text TEXT NOT NULL, trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, lemma TEXT NOT NULL,  plover TEXT NOT NULL, mode TEXT NOT NULL, cameo TEXT NOT NULL, quad INTEGER NOT NULL, goldstein REAL,  status TEXT NOT NULL, conditional INTEGER NOT NULL, historical INTEGER NOT NULL,  date_from TEXT NOT NULL, date_to TEXT NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,  date_text TEXT NOT NULL, date_begin INTEGER NOT NULL, date_end INTEGER NOT NULL, date_basis INTEGER NOT NULL,  place_name TEXT NOT NULL, place_country TEXT NOT NULL, latitude REAL, longitude REAL,  place_text TEXT NOT NULL, place_begin INTEGER NOT NULL, place_end INTEGER NOT NULL,  confidence REAL, by TEXT NOT NULL, version TEXT NOT NULL, why TEXT NOT NULL) STRICT;
CREATE INDEX event_order ON event (first_day, report, trigger_begin, position);
CREATE INDEX event_report ON event (report);
CREATE INDEX event_cameo ON event (cameo);
CREATE INDEX event_plover ON event (plover, status);
CREATE INDEX event_country ON event (place_country);
CREATE TABLE party (  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE, side INTEGER NOT NULL,  position INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,  entry TEXT NOT NULL, text TEXT NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL, cue TEXT NOT NULL,  PRIMARY KEY (event, side, position)) STRICT, WITHOUT ROWID;
CREATE INDEX party_code ON party (code, side);
CREATE TABLE context (  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE, position INTEGER NOT NULL,  name TEXT NOT NULL, PRIMARY KEY (event, position)) STRICT, WITHOUT ROWID;
CREATE TABLE amount (  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE, position INTEGER NOT NULL,  what TEXT NOT NULL, low REAL, high REAL, currency TEXT NOT NULL,  text TEXT NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (event, position)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE sentence USING fts5 (text, content = 'event', content_rowid = 'number');

INSERT INTO report VALUES (1, 'old-1', 0, 'old.txt', 1, '', 'A title', '', '', 'en', '2020-05-01', 'Troops shelled the town.');
