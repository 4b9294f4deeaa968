/** Thousands of labels through every fault that we know of. */
import { testFaultRun } from './faults/fault-run-test.ts';
import { runLabelFaults } from './faults/label-run.ts';

testFaultRun('labels', runLabelFaults);
