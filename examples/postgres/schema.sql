CREATE TABLE articles (
    old        bigint  PRIMARY KEY,
    node_id    text    NOT NULL,
    title      text    NOT NULL,
    country    text,
    taken_down boolean NOT NULL DEFAULT false
);

INSERT INTO articles (old, node_id, title, country) VALUES
    (1, 'n7w2', 'a red bicycle', 'kr'),
    (2, 'k3x9', 'a table', NULL);
INSERT INTO articles (old, node_id, title, taken_down) VALUES
    (3, 'p5t4', 'a forbidden thing', true);
