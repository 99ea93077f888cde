---- MODULE UnknownProcess ----
\* Without join: a server that restarted, and so lost its stamp, is attached by a sleeper to the master of before.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Flush", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "WriteKeys", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 1]],
  [do |-> "Write", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "b", node |-> "c-1", rec |-> [holder |-> "c-1"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Reborn", op |-> "-", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [run |-> 1, follows |-> "nobody", fence |-> 0]],
  [do |-> "Attach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [run |-> 1, follows |-> "c-0"]]
>>
====
