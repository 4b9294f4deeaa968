/** What goes wrong on a simulated day beside what single requests and papers meet: lines down, servers that refuse, power cuts, clocks. */
import { minuteMs } from './booked-day.ts';
import type { Place, World } from './world.ts';

const refusals = [
  { status: 503, retryAfterSeconds: null },
  { status: 429, retryAfterSeconds: 30 },
  { status: 503, retryAfterSeconds: 120 },
  { status: 500, retryAfterSeconds: null },
];

export function brewTroubles(world: World): void {
  const { chances, places } = world;
  for (let number = chances.whole(0, 2); number > 0; number--) lineDown(world, places);
  if (world.beginsWithoutList) bringListLate(world);
  for (const place of places) {
    for (let number = chances.whole(0, 2); number > 0; number--) lineDown(world, [place]);
    for (let number = chances.oneOf([0, 0, 1, 2]); number > 0; number--) refuse(world, place);
    for (let number = chances.oneOf([0, 0, 1, 1, 2]); number > 0; number--) powerCut(world, place);
    if (chances.percent(20)) shutDown(world, place);
    if (chances.percent(30)) jump(world, place);
  }
}

function sometime({ chances, time, session }: World, happens: () => void): void {
  time.after(chances.between(1, session.minutes) * minuteMs, happens);
}

function lineDown(world: World, places: readonly Place[]): void {
  const minutes = world.chances.between(0.02, 0.4) * world.session.minutes;
  sometime(world, () => {
    for (const { weather, kiosk } of places) {
      world.tell(`${kiosk.name}: the line is down for ${Math.round(minutes)} minutes`);
      weather.isDown = !world.calm.isCalm;
      world.time.after(minutes * minuteMs, () => {
        weather.isDown = false;
      });
    }
  });
}

function bringListLate({ chances, time, places }: World): void {
  const minutes = chances.between(2, 14);
  for (const { weather } of places) {
    weather.isDown = true;
    time.after(minutes * minuteMs, () => {
      weather.isDown = false;
    });
  }
}

function refuse(world: World, { weather, kiosk }: Place): void {
  const refusal = world.chances.oneOf(refusals);
  sometime(world, () => {
    if (world.calm.isCalm) return;
    world.tell(`${kiosk.name}: the server says ${refusal.status}`);
    weather.refusal = refusal;
    world.time.after(world.chances.between(1, 10) * minuteMs, () => {
      weather.refusal = null;
    });
  });
}

function powerCut(world: World, place: Place): void {
  sometime(world, () => {
    if (world.calm.isCalm || place.kiosk.station() === null) return;
    world.powerCuts.push({ place, afterTurns: world.chances.whole(0, 6) });
  });
}

/** Whoever unplugged it plugs it in again. */
export function cutPower(world: World, { kiosk }: Place): void {
  if (kiosk.station() === null) return;
  world.tell(`${kiosk.name}: the power is cut`);
  kiosk.cutPower();
  world.time.after(world.chances.between(0.2, 8) * minuteMs, () => startAgain(world, kiosk));
}

function shutDown(world: World, { kiosk }: Place): void {
  sometime(world, () => {
    if (world.calm.isCalm || kiosk.station() === null) return;
    world.tell(`${kiosk.name}: it is shut down`);
    world.doing(kiosk.shutDown());
    world.time.after(world.chances.between(0.2, 8) * minuteMs, () => startAgain(world, kiosk));
  });
}

export function startAgain(world: World, kiosk: Place['kiosk']): void {
  if (kiosk.station() !== null) return;
  world.tell(`${kiosk.name}: it starts`);
  world.doing(kiosk.start());
}

function jump(world: World, { kiosk }: Place): void {
  const minutes = world.chances.oneOf([-60, -10, -1, 1, 10, 60]);
  sometime(world, () => {
    world.tell(`${kiosk.name}: its clock jumps by ${minutes} minutes`);
    kiosk.jumpClock(minutes * minuteMs);
    world.time.after(world.chances.between(5, 60) * minuteMs, () => {
      world.tell(`${kiosk.name}: its clock is set right`);
      kiosk.jumpClock(-minutes * minuteMs);
    });
  });
}
