---- MODULE StampGone ----
\* Without localStamp: the stream brings an older promotion's deletion of the stamp, a sleeper attaches, a write is lost.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "a", node |-> "c-0", rec |-> [epoch |-> 2, holder |-> "c-0"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Write", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [epoch |-> 2]],
  [do |-> "Choose", op |-> "b", node |-> "c-2", rec |-> [epoch |-> 3, holder |-> "c-2"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> "c-1" :> [fence |-> 3]],
  [do |-> "Attach", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> "c-1" :> [follows |-> "c-0", epoch |-> 2]]
>>
====
