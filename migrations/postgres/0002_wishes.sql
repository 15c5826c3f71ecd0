-- Wishes are cases of the kind 'wish': what waits for approval, what is on the wall, what was granted. Same text in
-- sqlite/.

CREATE INDEX wish_proposed ON cases (community_id, made_at) WHERE kind = 'wish' AND status = 'proposed';
CREATE INDEX wish_live ON cases (community_id, made_at) WHERE kind = 'wish' AND status IN ('open', 'claimed', 'done');
CREATE INDEX wish_granted ON cases (community_id, ended_at) WHERE kind = 'wish' AND status = 'closed';
