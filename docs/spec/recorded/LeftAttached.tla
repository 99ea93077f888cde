---- MODULE LeftAttached ----
\* Without detachFirst and kLast: a node leaves the record while it follows, k goes down, and it alone acknowledges the next reign's write.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0, k |-> 2],
   nodes |-> <<>>],
  [do |-> "Forget", op |-> "a", node |-> "c-3", rec |-> <<>>,
   nodes |-> "c-3" :> [follows |-> "c-0"]],
  [do |-> "RecordK", op |-> "a", node |-> "-", rec |-> [k |-> 1],
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "a", node |-> "c-0", rec |-> [epoch |-> 2],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [quorum |-> 1]],
  [do |-> "Write", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> "c-3" :> [follows |-> "c-0", length |-> 3]],
  [do |-> "Detach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "b", node |-> "c-1", rec |-> [epoch |-> 3],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> "c-1" :> [epoch |-> 3]]
>>
====
