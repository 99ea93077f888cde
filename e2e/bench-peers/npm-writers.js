// Loops that add to counters through npm's haredis: node npm-writers.js LOOPS PACE_MS LONGEST_CALL_MS NODE...
// One request a line of input, one answer a line, after "@"; all else that is printed is the client's own:
//   now                        the monotonic clock, ns, as Java's System.nanoTime()
//   served                     when the last acknowledged write of the slowest loop was sent
//   begin NAME true|false      a new round; answers the one before, with each acknowledgement if it was to be recorded
'use strict';
const [loops, pace, longest] = process.argv.slice(2, 5).map(Number);
const client = require('haredis').createClient(process.argv.slice(5));
const now = () => Number(process.hrtime.bigint());
const say = (answer) => console.log('@' + JSON.stringify(answer));
client.on('error', (error) => console.log('error: ' + error));

let round = begin('before', false);
const running = []; // by loop: the call under way

function begin(name, recorded) {
  const pages = [];
  for (let i = 0; i < loops; i++) pages.push({ key: name + ':' + i, acks: [], acknowledged: 0, failures: {}, sent: 0 });
  return { pages, recorded, absent: loops, whenAllCame: null };
}

function write(loop, before) {
  if (before !== round) {
    round.absent--;
    if (round.absent === 0 && round.whenAllCame) round.whenAllCame();
  }
  const mine = round;
  const page = mine.pages[loop];
  const call = { sent: now(), done: false };
  running[loop] = call;
  call.end = (error) => {
    if (call.done) return; // given up, and another call is under way
    call.done = true;
    if (error) {
      // No addresses, no numbers: what is left is the kind.
      const kind = String(error).replace(/\S*\d\S*/g, '').trim().split(/\s+/).slice(0, 6).join(' ');
      page.failures[kind] = (page.failures[kind] || 0) + 1;
    } else {
      page.acknowledged++;
      page.sent = call.sent;
      if (mine.recorded) page.acks.push(call.sent, now());
    }
    setTimeout(() => write(loop, mine), pace);
  };
  client.incr(page.key, call.end);
}

// The client has no deadline, and forgets calls: a loop whose call was forgotten would never write again.
setInterval(() => {
  for (const call of running) {
    if (!call.done && now() - call.sent > longest * 1e6) call.end('no answer');
  }
}, 1000);

for (let i = 0; i < loops; i++) write(i, null);

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [request, name, recorded] = line.split(' ');
  if (request === 'now') say(now());
  else if (request === 'served') say(Math.min(...round.pages.map((page) => page.sent)));
  else if (request === 'begin') {
    const before = round;
    round = begin(name, recorded === 'true');
    round.whenAllCame = () => say(before.pages);
  }
}).on('close', () => process.exit());
