package regatta.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import regatta.coordinator.comparison.Plan;

/**
 * A comparison that has not been run.
 *
 * @param title what is run, for people
 * @param job the job as submitted, without what its arms decide
 */
public record PlannedComparison(String title, ObjectNode job, Plan plan) {}
