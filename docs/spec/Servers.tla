------------------------------- MODULE Servers --------------------------------
(* The servers, their clients, and what goes wrong with them.                                                          *)
EXTENDS Data

VARIABLES
  node,    \* per server: [run, fol, link, log, cold, stamp, q], see NodeType
  rec,     \* the master record (Lease), changed by compare-and-swap only
  op,      \* per operator: where it is in its program, and what it read earlier (stale by now, perhaps)
  ack,     \* the acknowledged writes. Only here to state the promises; the protocol cannot see it
  bad,     \* names of things that must never happen. Same
  count,   \* how many faults and writes there were, for the bounds
  dead,    \* servers gone for good
  calm     \* no more faults, see Settles

vars == <<node, rec, op, ack, bad, count, dead, calm>>

NodeType == [run   : Nat,                 \* run_id: number of the process
             fol   : Node \cup {Nobody},  \* Nobody: fenced; itself: master; another: replica of that one
             link  : BOOLEAN,             \* replication link up (to the process it was synced with)
             log   : Seq(Nat),
             cold  : BOOLEAN,             \* restarted and not synced since: its replication id and offset mean nothing
             stamp : Nat,                 \* haredis:fence, the highest epoch in whose name it was detached; 0: absent
             former: Nat,                 \* only if Late: its former replication id. A full resync forgets it
             q     : Nat]                 \* haredis:quorum, the k of WAIT, as a master's clients read it; None: absent

Master(n) == node[n].fol = n /\ n \notin dead
Linked(nd, r, m) == nd[r].fol = m /\ nd[r].link /\ r # m

(* A master that was promoted halfway: min-replicas-to-write lets it accept nothing before replicas follow it.         *)
ByHand(l) == MaxHand > 0 /\ Kind(Id(l)) = 650
IsHalf(l) == MaxHalf > 0 /\ LET i == LastId(l, Len(l)) IN i # 0 /\ Kind(l[i]) = 600 /\ LastKey(l, Len(l)) < i
Writable(n) == Master(n) /\ (IsHalf(node[n].log) => \E r \in Node : Linked(node, r, n))

(* Writes for which WAIT k returns now. Rule "clientEpoch": a reply on a connection of an older epoch is no             *)
(* acknowledgement, so only writes of the reign in which the WAIT is asked count.                                       *)
WaitReturns(nd) ==
  IF ~Quorum THEN {} ELSE
  UNION { { x \in {nd[m].log[i] : i \in 1..Len(nd[m].log)} :
              /\ IsWrite(x)
              /\ On("clientEpoch") => x \div 1000 = Epoch(nd[m].log)
              /\ Cardinality({r \in Node : Linked(nd, r, m) /\ Holds(nd[r].log, x)}) >= nd[m].q }
          : m \in {m \in Node : nd[m].fol = m} }

Write(m) ==
  /\ Writable(m) /\ count.writes < MaxWrites /\ ~calm
  /\ LET x == 1000 * Epoch(node[m].log) + count.writes + 1
         nd == [node EXCEPT ![m].log = Append(@, x)] IN
       /\ node' = nd
       /\ ack' = IF Quorum THEN ack \cup WaitReturns(nd) ELSE IF ByHand(node[m].log) THEN ack ELSE ack \cup {x}
  /\ count' = [count EXCEPT !.writes = @ + 1,
                            !.taken = IF Late THEN @ \cup {<<m, node[m].run, 1000 * Epoch(node[m].log) + count.writes + 1>>} ELSE @]
  /\ UNCHANGED <<rec, op, bad, dead, calm>>

(* A key that appears, changes or goes by a command or by the stream breaks a WATCH on it.                              *)
Changes(l, stamp, x) == Kind(x) # 500 \/ Key(l) # 0 \/ stamp # 0
Touch(n, ops) == IF Blind THEN [o \in Op |-> [ops[o] EXCEPT !.blind = @ \ {n}]] ELSE ops

Stream(r) ==     \* one entry flows to a linked replica, also from a master that was just fenced ("its stream still flows")
  LET m == node[r].fol IN
  /\ m \in Node /\ r # m /\ r \notin dead /\ m \notin dead /\ node[r].link
  /\ Len(node[r].log) < Len(node[m].log) /\ Prefix(node[r].log, node[m].log)
  /\ LET x == node[m].log[Len(node[r].log) + 1] IN
       /\ node' = [node EXCEPT ![r].log = Append(@, x), ![r].stamp = Applied(@, x)]
       /\ op' = IF ~IsWrite(x) /\ Changes(node[r].log, node[r].stamp, x) THEN Touch(r, op) ELSE op
  /\ ack' = ack \cup WaitReturns(node')
  /\ UNCHANGED <<rec, bad, count, dead, calm>>

(* The link comes up: partial resync if possible, else full: the replica's data, keys and stamp are replaced. A full    *)
(* resync does not break a WATCH on keys that were absent. A master of before that is a linked replica by now serves     *)
(* whoever follows it yet.                                                                                              *)
Sync(r) ==
  LET m == node[r].fol
      partial == ~node[r].cold /\ Prefix(node[r].log, node[m].log) IN
  /\ m \in Node /\ r # m /\ {r, m} \cap dead = {} /\ (Master(m) \/ node[m].link) /\ ~node[r].link
  /\ node' = IF partial THEN [node EXCEPT ![r].link = TRUE, ![r].former = IF Late /\ Id(node[r].log) # Id(node[m].log) THEN Id(node[r].log) ELSE @]
             ELSE [n \in Node |->
                     IF n = r THEN [node[r] EXCEPT !.link = TRUE, !.cold = FALSE, !.log = node[m].log, !.former = 0,
                                                   !.stamp = node[m].stamp]
                     ELSE IF node[n].fol = r /\ n # r THEN [node[n] EXCEPT !.link = FALSE] ELSE node[n]]
  /\ op' = IF partial \/ (Key(node[r].log) = 0 /\ node[r].stamp = 0) THEN op ELSE Touch(r, op)
  /\ ack' = ack \cup WaitReturns(node')
  /\ bad' = bad \cup (IF ~partial /\ Epoch(node[m].log) < Epoch(node[r].log) THEN {"older wiped newer"} ELSE {})
                \cup (IF ~partial /\ ~Kept(node[m].log) /\ Kept(node[r].log) THEN {"empty source"} ELSE {})
  /\ UNCHANGED <<rec, count, dead, calm>>

-------------------------------------------------------------------------------
(* FAULTS *)

Cut(nd, n) == [x \in Node |-> IF nd[x].fol = n /\ x # n THEN [nd[x] EXCEPT !.link = FALSE] ELSE nd[x]]

(* Crash and restart; the time in between needs no state: nobody talks to it then. Rule "bornFenced": the configuration *)
(* makes it a replica of nobody. Connections end: an election that had detached it has it no more.                      *)
Reborn(n) ==
  /\ count.reborn < MaxReborn /\ ~calm /\ n \notin dead
  /\ \E l \in (IF Persist = "none" THEN {0} ELSE 0..Len(node[n].log)),
        s \in (IF Persist = "none" THEN {0} ELSE {0, node[n].stamp}) :
       node' = [Cut(node, n) EXCEPT ![n] =
                  [run |-> node[n].run + 1, fol |-> IF On("bornFenced") THEN Nobody ELSE n, link |-> FALSE,
                   log |-> SubSeq(node[n].log, 1, l), cold |-> TRUE, stamp |-> s, former |-> 0, q |-> None]]
  /\ op' = [o \in Op |-> [op[o] EXCEPT !.blind = @ \ {n}, !.det = @ \ {n}]]
  /\ count' = [count EXCEPT !.reborn = @ + 1]
  /\ UNCHANGED <<rec, ack, bad, dead, calm>>

Die(n) ==        \* gone for good
  /\ count.dead < MaxDead /\ ~calm /\ n \notin dead
  /\ dead' = dead \cup {n} /\ node' = Cut(node, n) /\ count' = [count EXCEPT !.dead = @ + 1]
  /\ UNCHANGED <<rec, op, ack, bad, calm>>

Flush(m) ==      \* an application deletes our keys
  /\ Writable(m) /\ count.flush < MaxFlush /\ ~calm
  /\ node' = [node EXCEPT ![m].log = Append(@, 1000 * Epoch(@) + 500), ![m].stamp = 0, ![m].q = None]
  /\ op' = IF Changes(node[m].log, node[m].stamp, 500) THEN Touch(m, op) ELSE op
  /\ count' = [count EXCEPT !.flush = @ + 1]
  /\ UNCHANGED <<rec, ack, bad, dead, calm>>

Forge(m) ==      \* an application writes a stamp
  /\ Writable(m) /\ Forged > 0 /\ count.forged = 0 /\ ~calm
  /\ node' = [node EXCEPT ![m].log = Append(@, 1000 * Epoch(@) + 900 + Forged), ![m].stamp = Forged]
  /\ op' = Touch(m, op) /\ count' = [count EXCEPT !.forged = 1]
  /\ UNCHANGED <<rec, ack, bad, dead, calm>>

Hand(n) ==       \* somebody makes a replica a master by hand
  /\ count.hand < MaxHand /\ ~calm /\ n \notin dead /\ node[n].fol # n /\ node[n].log # <<>>
  /\ node' = [Cut(node, n) EXCEPT ![n].fol = n, ![n].link = FALSE, ![n].log = Append(@, 1000 * Epoch(@) + 650)]
  /\ count' = [count EXCEPT !.hand = @ + 1]
  /\ UNCHANGED <<rec, op, ack, bad, dead, calm>>

(* A client reads the reply to a write after the reign's end. Rule "settled" (ADR 8): it counts as an acknowledgement    *)
(* only if the same process is a linked replica by now whose former id is that of the reign it wrote in. What was        *)
(* acknowledged so must be in the data of the master that it follows.                                                   *)
LateReply(n) ==
  LET m == node[n].fol IN
  /\ Late /\ m \in Node \ {n} /\ node[n].link /\ m \notin dead
  /\ \E w \in count.taken :
       /\ w[1] = n /\ w[2] = node[n].run
       /\ On("settled") => node[n].former = 1000 * (w[3] \div 1000)
       /\ bad' = bad \cup (IF Holds(node[m].log, w[3]) THEN {} ELSE {"late reply to a lost write"})
       /\ count' = [count EXCEPT !.taken = @ \ {w}]
  /\ UNCHANGED <<node, rec, op, ack, dead, calm>>

Env == \E n \in Node : Write(n) \/ Stream(n) \/ Sync(n) \/ Reborn(n) \/ Die(n) \/ Flush(n) \/ Forge(n) \/ Hand(n) \/ LateReply(n)
===============================================================================
