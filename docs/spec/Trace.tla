-------------------------------- MODULE Trace ---------------------------------
(* Is a recorded run a behaviour of the model? A recording is a module that extends this one and defines Recorded, a    *)
(* sequence of steps; README.md has the format. TLC looks for a run of the model that shows all of them in this order.   *)
(* It finds one: the invariant Unfinished is broken, the recording is accepted. It finds none: it is rejected.           *)
EXTENDS Failover

CONSTANT Recordings      \* a sequence of them
VARIABLES which,         \* the one that is followed
          at,            \* its next step to be shown
          plan           \* per operator: the record that it is about to write, if any, see Reads
Steps == Recordings[which]

(* What can be read from a server, and from the record. A recording may leave out what it did not read.                 *)
View(x) == [run |-> x.run, follows |-> x.fol, link |-> x.link, epoch |-> Key(x.log), fence |-> x.stamp,
            quorum |-> x.q, length |-> Cardinality({i \in DOMAIN x.log : ~IsMade(x.log[i])})]
Agrees(seen, is) == \A f \in DOMAIN seen : seen[f] = is[f]
Shown(s, nd, rc) == /\ Agrees(s.rec, rc)
                    /\ \A n \in DOMAIN s.nodes : Agrees(s.nodes[n], View(nd[n]))

(* The first step has the settled cluster of the first reign: all follow the holder, and count. The first election has  *)
(* stamped them, or not: a reign's own stamp says nothing.                                                              *)
TraceInit ==
  LET s == Steps[1] h == s.rec.holder
      stamped == IF h \in DOMAIN s.nodes /\ "fence" \in DOMAIN s.nodes[h] THEN s.nodes[h].fence ELSE 0 IN
  /\ which \in DOMAIN Recordings /\ at = 2 /\ plan = [o \in Op |-> <<>>]
  /\ InitFor(h, stamped) /\ Shown(s, node, rec)

(* The next step of an operator, and the next that changes the record; 0 if there is none.                               *)
FirstOf(I) == IF I = {} THEN 0 ELSE CHOOSE i \in I : \A j \in I : i <= j
Ahead(o)   == FirstOf({i \in at..Len(Steps) : Steps[i].op = o})
OnRecord   == {"Choose", "Move", "Know", "Count", "RecordK", "Forget", "Raise", "WriteMark"}
NextWrite  == FirstOf({i \in at..Len(Steps) : Steps[i].do \in OnRecord})

(* Unseen steps are looked for where they make a difference only, else TLC would try all their orders: right before a     *)
(* step of whom they are for, or one that may take away what they need. After the last step all are possible.            *)
Concerned    == {Steps[at].node} \cup DOMAIN Steps[at].nodes
Before(S)    == IF at > Len(Steps) THEN TRUE ELSE S \cap Concerned # {}
BeforeOwn(o) == IF at > Len(Steps) THEN TRUE ELSE Steps[at].op = o \/ Steps[at].do \in OnRecord

(* In the model an operator looks and writes the record in one step. The code looks earlier: what it writes is made of   *)
(* what it saw then, and is written if nobody else wrote meanwhile.                                                      *)
Plan(o, x) == plan' = [plan EXCEPT ![o] = <<x>>] /\ UNCHANGED <<vars, which>>
Reads(o) ==
  LET i == Ahead(o) s == Steps[i] n == Steps[i].node IN
  /\ i # 0 /\ i = NextWrite /\ plan[o] = <<>>
  /\ IF BeforeOwn(o) THEN TRUE ELSE Before({n, rec.holder} \cup op[o].det)
  /\ CASE s.do = "Choose" -> MayChoose(o, op[o].det, n) /\ op[o].r.gen = rec.gen /\ Plan(o, Chosen(o, n))
       [] s.do = "Move"   -> Free(o) /\ MayMove(n) /\ Plan(o, MovedTo(n))
       [] s.do = "Know"   -> Free(o) /\ MayKnow(n) /\ Plan(o, Known(n))
       [] s.do = "Count"  -> Free(o) /\ MayCount(n) /\ Plan(o, Counting(n))
       [] OTHER           -> FALSE
Writes(o, next) ==
  /\ plan[o] # <<>> /\ plan[o][1].gen = rec.gen + 1 /\ rec' = plan[o][1]
  /\ op' = next /\ plan' = [plan EXCEPT ![o] = <<>>] /\ UNCHANGED <<node, ack, bad, count, dead, calm>>

(* Two operators see the same server detached, and one EXEC comes after the other: the link begins anew.                 *)
Again(o, n) ==
  LET s == op[o] IN
  /\ s.pc = "attach" /\ n \notin dead /\ n # s.r.holder /\ node[n].fol = s.r.holder
  /\ node[n].run = s.r.known[n] /\ Seen(n, s.r.epoch, s.r.epoch)
  /\ node' = [node EXCEPT ![n].link = FALSE, ![n].stamp = Max(@, s.ep)]
  /\ op' = Slept(o, n) /\ UNCHANGED <<rec, ack, bad, count, dead, calm>>

(* Likewise, keys that an operator saw missing are there by now; it writes the same once more.                          *)
Rewrites(o, n) ==
  /\ n = rec.holder /\ Reigns(rec) /\ InEpoch(o, n, rec.epoch) /\ ~CanWriteKeys(o, rec)
  /\ op' = Touch(n, op) /\ UNCHANGED <<node, rec, ack, bad, count, dead, calm>>

WriteMark == rec' = [rec EXCEPT !.gen = @ + 1] /\ UNCHANGED <<node, op, ack, bad, count, dead, calm>>

Effect(s) ==
  LET o == s.op n == s.node IN
  CASE s.do = "Choose"    -> op[o].pc = "detach" /\ Writes(o, [op EXCEPT ![o] = Start("promote", plan[o][1])])
    [] s.do = "Move"      -> Free(o) /\ Writes(o, [op EXCEPT ![o] = Start("fence", plan[o][1])])
    [] s.do \in {"Know", "Count"} -> Free(o) /\ Writes(o, op)
    [] OTHER -> /\ plan' = plan
                /\ CASE s.do = "Detach"    -> Detach(o, n)
                     [] s.do = "Promote"   -> Promote(o) /\ op[o].r.holder = n /\ op'[o].pc = "attach" /\ node' # node
                     [] s.do = "Half"      -> (Promote(o) \/ Take(o)) /\ op[o].r.holder = n /\ op'[o].pc = "half"
                     [] s.do = "Refence"   -> Refence(o) /\ op[o].r.holder = n /\ node' # node
                     [] s.do = "Attach"    -> Attach(o, n) \/ Again(o, n)
                     [] s.do = "Stamp"     -> Stamp(o, n)
                     [] s.do = "WriteKeys" -> (WriteKeys(o) /\ op[o].r.holder = n) \/ Rewrites(o, n)
                     [] s.do = "RecordK"   -> RecordK(o)
                     [] s.do = "WriteMark" -> WriteMark
                     [] s.do = "Release"   -> Release(o, n)
                     [] s.do = "Forget"    -> Forget(o, n)
                     [] s.do = "Fence"     -> Fence(o) /\ op[o].r.from = n /\ op'[o].pc = "wait"
                     [] s.do = "Take"      -> Take(o) /\ op[o].r.holder = n /\ op'[o].pc = "attach" /\ node' # node
                     [] s.do = "Raise"     -> \E x \in Node : Raise(o, x)
                     [] s.do = "Write"     -> Write(n)
                     [] s.do = "Flush"     -> Flush(n)
                     [] s.do = "Hand"      -> Hand(n)
                     [] s.do = "Reborn"    -> Reborn(n)
                     [] s.do = "Die"       -> Die(n)
                     [] s.do = "PodGoes"   -> PodGoes(n)

(* Nobody sees an operator read the record, change its mind or give up, nor each byte of a stream. What an operator      *)
(* begins unseen is what its next step needs: all else would be given up unseen.                                        *)
Begins(o) ==
  LET i == Ahead(o) d == Steps[i].do n == Steps[i].node
      repairs == d \in {"Attach", "Stamp", "WriteKeys", "Release"} IN
  /\ i # 0
  /\ \/ /\ BeforeOwn(o)
        /\ \/ d = "Detach" /\ (BeginElection(o) \/ MoveFails(o))
           \/ d = "Attach" /\ (Promote(o) \/ Take(o)) /\ node' = node
     \/ /\ IF repairs \/ BeforeOwn(o) THEN TRUE ELSE Before({rec.holder, n})
        /\ \/ d \in {"Promote", "Half", "Fence"} /\ BeginFinish(o)
           \/ repairs /\ BeginRepair(o)
           \/ d \in {"Attach", "Detach"} /\ Look(o, n)
           \/ d \notin {"Choose", "Take", "Refence"} /\ GiveUp(o)
Flows == \E n \in Node :
           /\ IF Before({n, node[n].fol}) THEN TRUE ELSE Steps[at].do = "Forget" \/ \E x \in Concerned \cap Node : node[x].fol = n
           /\ Stream(n) \/ Sync(n)
Unseen == \/ Flows /\ plan' = plan
          \/ (\E o \in Op : Begins(o)) /\ plan' = plan
          \/ \E o \in Op : Reads(o)

TraceNext == /\ which' = which
             /\ \/ at <= Len(Steps) /\ Effect(Steps[at]) /\ Shown(Steps[at], node', rec') /\ at' = at + 1
                \/ Unseen /\ at' = at
TraceSpec == TraceInit /\ [][TraceNext]_<<vars, which, at, plan>>

Unfinished == at <= Len(Steps)

(* How far each one got, for the log.                                                                                   *)
ASSUME \A i \in DOMAIN Recordings : TLCSet(i, 0)
Progress == IF at - 1 > TLCGet(which) THEN TLCSet(which, at - 1) /\ PrintT(<<"shown", which, at - 1, Len(Steps)>>)
            ELSE TRUE
(* Where acceptance alone is asked for: shown in one way is enough, and states that differ in what only the promises     *)
(* look at are one.                                                                                                     *)
Once == TLCGet(which) < Len(Steps)
Relevant == <<which, at, plan, node, rec, op, dead, count.writes>>

===============================================================================
