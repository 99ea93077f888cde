---- MODULE StampedByASleeper ----
\* Without readAfterStamp: FLUSHALL took key and stamp, a sleeper of epoch 1 stamps the server itself and attaches it to its old master.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Flush", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 0]],
  [do |-> "Write", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "a", node |-> "c-1", rec |-> [holder |-> "c-1"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [fence |-> 2]],
  [do |-> "WriteKeys", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 1]],
  [do |-> "Stamp", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [epoch |-> 0, fence |-> 1, follows |-> "nobody"]],
  [do |-> "Attach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [follows |-> "c-0"]]
>>
====
