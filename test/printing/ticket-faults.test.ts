/** Thousands of tickets through every fault that we know of. */
import { testFaultRun } from './faults/fault-run-test.ts';
import { runTicketFaults } from './faults/ticket-run.ts';

testFaultRun('tickets', runTicketFaults);
