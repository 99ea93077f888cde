-------------------------------- MODULE Data ---------------------------------
(* What a server holds. A log is the replication stream that it applied, one number an entry, 1000 * e + kind, where e   *)
(* is the reign in which a master really took it (the protocol cannot see e, only the keys and the ids below):          *)
(*   0        promotion complete: haredis:epoch = e, a new replication id                                               *)
(*   1..499   a client's write                                                                                          *)
(*   500      FLUSHALL, SWAPDB 0 15, eviction: our keys are gone, on the replicas too                                   *)
(*   600      half a promotion: a new replication id, the keys as before                                                *)
(*   650      by hand: REPLICAOF NO ONE, likewise                                                                        *)
(*   700 + v  the leader wrote lost keys anew: haredis:epoch = v                                                        *)
(*   900 + v  an application wrote haredis:fence = v                                                                    *)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
  Node, Op, Nobody,     \* the servers, the operators, and the master of a fenced server (127.0.0.1 1)
  First,                \* the members at the start, of k = half of them
  Joining, Leaving,     \* nodes that shall become members, members that shall leave
  Quorum,               \* TRUE: a write is acknowledged by WAIT k. FALSE (Async): as soon as a master applied it
  Persist,              \* "none": a restart empties a server. "lag": it keeps any prefix of its data, and perhaps its stamp
  Spurious,             \* TRUE: elections at any time among any majority. FALSE: only when needed, and all take part who can
  Moves, Blind,         \* TRUE: planned moves may happen; operators sleep between WATCH and EXEC at servers without keys
  MaxWrites, MaxEpoch, MaxReborn, MaxDead, MaxGen, MaxFlush, MaxHalf, Forged, Restored,    \* bounds of the faults
  MaxHand,              \* times that somebody makes a master by hand
  Late,                 \* TRUE: clients read replies of a reign after its end, see LateReply
  Off                   \* names of the rules that are switched off

On(g)    == g \notin Off
Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b
None     == 9999                                        \* no process, no k
Simple   == MaxFlush = 0 /\ MaxHalf = 0 /\ MaxHand = 0 /\ Forged = 0   \* then key, id and reign are all the same

Epoch(l) == IF l = <<>> THEN 0 ELSE l[Len(l)] \div 1000
Kind(x)  == x % 1000
IsKey(x) == Kind(x) \in {0, 500} \/ Kind(x) \in 701..799        \* sets or deletes haredis:epoch
IsMade(x) == Kind(x) \in {600, 650}                            \* REPLICAOF NO ONE alone: a new id, no byte
IsId(x)  == Kind(x) = 0 \/ IsMade(x)                                \* begins a replication id
RECURSIVE LastKey(_, _), LastId(_, _)                          \* where the last such entry of the first i is, 0: nowhere
LastKey(l, i) == IF i = 0 \/ IsKey(l[i]) THEN i ELSE LastKey(l, i - 1)
LastId(l, i)  == IF i = 0 \/ IsId(l[i]) THEN i ELSE LastId(l, i - 1)
IsWrite(x) == Kind(x) \in 1..499
Prefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a
Holds(l, x)  == \E i \in 1..Len(l) : l[i] = x
Kept(l)      == l # <<>> /\ l[1] = 1000                 \* not emptied: still of the lineage the cluster began with

(* haredis:epoch in these data, 0 if absent. *)
Key(l) == IF Simple THEN Epoch(l) ELSE
  LET i == LastKey(l, Len(l)) IN
  IF i = 0 \/ Kind(l[i]) = 500 THEN 0 ELSE IF Kind(l[i]) = 0 THEN l[i] \div 1000 ELSE Kind(l[i]) - 700

(* Replication id, and the one before: Redis remembers one. *)
IdBefore(l, n) == LET i == LastId(l, n) IN IF i = 0 THEN 0 ELSE l[i]
Id(l)     == IdBefore(l, Len(l))
Former(l) == LET i == LastId(l, Len(l)) IN IF i = 0 THEN 0 ELSE IdBefore(l, i - 1)
Took(l)   == IF l # <<>> /\ IsMade(l[Len(l)]) THEN SubSeq(l, 1, Len(l) - 1) ELSE l      \* its bytes, if it took none since
Knows(l, id) == id # 0 /\ id \in {Id(l), Former(l)}

(* The node's stamp after it applied the entry x. *)
Applied(stamp, x) == CASE Kind(x) = 500 \/ (~On("localStamp") /\ (Kind(x) = 0 \/ Kind(x) \in 701..799)) -> 0
                       [] Kind(x) \in 901..999 -> Kind(x) - 900
                       [] OTHER -> stamp
==============================================================================
