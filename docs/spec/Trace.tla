-------------------------------- MODULE Trace ---------------------------------
(* Is a recorded run a behaviour of the model? A recording is a module that extends this one and defines Recorded, a    *)
(* sequence of steps; README.md has the format. TLC looks for a run of the model that shows all of them in this order.   *)
(* It finds one: the invariant Unfinished is broken, the recording is accepted. It finds none: it is rejected.           *)
EXTENDS Failover

CONSTANT Steps
VARIABLE at              \* the next step to be shown

(* What can be read from a server, and from the record. A recording may leave out what it did not read.                 *)
View(x) == [run |-> x.run, follows |-> x.fol, link |-> x.link, epoch |-> Key(x.log), fence |-> x.stamp,
            quorum |-> x.q, length |-> Len(x.log)]
Agrees(seen, is) == \A f \in DOMAIN seen : seen[f] = is[f]
Shown(s, nd, rc) == /\ Agrees(s.rec, rc)
                    /\ \A n \in DOMAIN s.nodes : Agrees(s.nodes[n], View(nd[n]))

(* The first step has the settled cluster of the first reign: all follow the holder, and count.                          *)
TraceInit == /\ at = 2 /\ InitFor(Steps[1].rec.holder) /\ Shown(Steps[1], node, rec)

WriteMark == rec' = [rec EXCEPT !.gen = @ + 1] /\ UNCHANGED <<node, op, ack, bad, count, dead, calm>>

Effect(s) ==
  LET o == s.op n == s.node IN
  CASE s.do = "Detach"    -> Detach(o, n)
    [] s.do = "Choose"    -> Choose(o, op[o].det, n) /\ rec' # rec
    [] s.do = "Promote"   -> Promote(o) /\ op[o].r.holder = n /\ op'[o].pc = "attach"
    [] s.do = "Half"      -> (Promote(o) \/ Take(o)) /\ op[o].r.holder = n /\ op'[o].pc = "half"
    [] s.do = "Refence"   -> Refence(o) /\ op[o].r.holder = n /\ node' # node
    [] s.do = "Attach"    -> Attach(o, n)
    [] s.do = "Stamp"     -> Stamp(o, n)
    [] s.do = "WriteKeys" -> WriteKeys(o) /\ op[o].r.holder = n
    [] s.do = "Know"      -> Know(o, n)
    [] s.do = "Count"     -> Count(o, n)
    [] s.do = "RecordK"   -> RecordK(o)
    [] s.do = "WriteMark" -> WriteMark
    [] s.do = "Release"   -> Release(o, n)
    [] s.do = "Forget"    -> Forget(o, n)
    [] s.do = "Move"      -> BeginMove(o, n)
    [] s.do = "Fence"     -> Fence(o) /\ op[o].r.from = n /\ op'[o].pc = "wait"
    [] s.do = "Take"      -> Take(o) /\ op[o].r.holder = n /\ op'[o].pc = "attach"
    [] s.do = "Raise"     -> \E x \in Node : Raise(o, x)
    [] s.do = "Write"     -> Write(n)
    [] s.do = "Flush"     -> Flush(n)
    [] s.do = "Hand"      -> Hand(n)
    [] s.do = "Reborn"    -> Reborn(n)
    [] s.do = "Die"       -> Die(n)
    [] s.do = "PodGoes"   -> PodGoes(n)

(* Nobody sees an operator read the record, change its mind or give up, nor each byte of a stream.                       *)
Unseen == \/ \E n \in Node : Stream(n) \/ Sync(n)
          \/ \E o \in Op : BeginElection(o) \/ BeginFinish(o) \/ BeginRepair(o) \/ MoveFails(o) \/ GiveUp(o)

TraceNext == \/ at <= Len(Steps) /\ Effect(Steps[at]) /\ Shown(Steps[at], node', rec') /\ at' = at + 1
             \/ Unseen /\ at' = at
TraceSpec == TraceInit /\ [][TraceNext]_<<vars, at>>

Unfinished == at <= Len(Steps)

ASSUME TLCSet(1, 0)      \* for the log: how far it got
Progress == IF at > TLCGet(1) THEN TLCSet(1, at) /\ PrintT(<<"shown", at - 1, "of", Len(Steps)>>) ELSE TRUE

===============================================================================
