// Prints, as JSON, the deviations of each CloudFormation template from the resource schemas of AWS, in the order of the
// files that are named.
import { readFileSync } from 'node:fs';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { parse } from 'yaml';

const key = name => ['Ref', 'Condition'].includes(name) ? name : 'Fn::' + name;
const intrinsic = (name, value = text => text) => ({ tag: '!' + name, resolve: text => ({ [key(name)]: value(text) }) });
const ofList = name => ({ tag: '!' + name, collection: 'seq', resolve: list => ({ [key(name)]: list.toJSON() }) });
const customTags = [intrinsic('Ref'), intrinsic('Sub'), intrinsic('Condition'),
    intrinsic('GetAtt', text => text.split(/\.(.*)/s, 2)), ...['If', 'Equals', 'And', 'Not'].map(ofList)];
const spec = await loadAwsServiceSpec();
let template, problems;

const problem = (where, text) => problems.push(`${where}: ${text}`);
const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);
const isIntrinsic = value => isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::)/.test(Object.keys(value)[0]);
const resourceOf = id => spec.lookup('resource', 'cloudFormationType', 'equals', template.Resources[id].Type)[0];
const parameterTypes = { String: 'string', Number: 'number' };
const isPseudoParameter = name => /^AWS::(AccountId|Partition|Region|StackId|StackName|URLSuffix)$/.test(name);
const isNothing = value => value?.Ref === 'AWS::NoValue';

// What a parameter, a resource or an attribute yields; undefined if there is none.
function typeOfReference(value, where) {
    if (value['Fn::Sub'] !== undefined) {
        [...value['Fn::Sub'].matchAll(/\$\{([^}]+)\}/g)].forEach(([, name]) => typeOfReference({ Ref: name }, where));
        return 'string';
    }
    if (isPseudoParameter(value.Ref)) {
        return 'string';
    }
    if (value.Ref in template.Parameters) {
        const type = template.Parameters[value.Ref].Type;
        return parameterTypes[type] ?? (type.startsWith('List<') ? 'array' : 'string');
    }
    if (value.Ref in template.Resources) {
        return 'string';
    }
    const [id, attribute] = value['Fn::GetAtt'] ?? [];
    if (id in template.Resources && attribute in (resourceOf(id)?.attributes ?? {})) {
        return kind(resourceOf(id).attributes[attribute].type);
    }
    problem(where, 'refers to nothing: ' + JSON.stringify(value));
}

// The JSON type of values of a type of the schemas.
const kind = type => ({ string: 'string', boolean: 'boolean', array: 'array', integer: 'number', number: 'number' })[type.type]
    ?? 'object';

// The references in a value whose type the schemas leave open.
function checkReferences(value, where) {
    if (isIntrinsic(value)) {
        typeOfReference(value, where);
    } else if (value !== null && typeof value === 'object') {
        Object.entries(value).forEach(([name, member]) => checkReferences(member, `${where}.${name}`));
    }
}

function checkCondition(name, where) {
    name in (template.Conditions ?? {}) || problem(where, 'refers to no condition: ' + name);
}

// The literals that a value can be: itself, or what the template says of a parameter.
function literals(value) {
    const parameter = template.Parameters[value?.Ref];
    return parameter ? parameter.AllowedValues ?? [parameter.Default ?? []].flat() : isIntrinsic(value) ? [] : [value];
}

// The published schemas' enums; their patterns and lengths are not in the package.
function checkAllowed(value, { allowedValues }, where) {
    allowedValues && literals(value).filter(literal => !allowedValues.includes(literal))
        .forEach(literal => problem(where, `is ${literal}, not one of ${allowedValues.join(', ')}`));
}

function checkValue(value, type, where) {
    if (value?.['Fn::If']) {
        const [condition, ...branches] = value['Fn::If'];
        checkCondition(condition, where);
        return branches.filter(branch => !isNothing(branch)).forEach(branch => checkValue(branch, type, where));
    }
    const actual = isIntrinsic(value) ? typeOfReference(value, where) : Array.isArray(value) ? 'array' : typeof value;
    const allowed = type.type === 'union' ? type.types : [type];
    const matching = allowed.find(t => kind(t) === actual);
    if (!matching) {
        actual && problem(where, `is ${actual}, not ${allowed.map(kind).join(' or ')}`);
    } else if (matching.type === 'array' && !isIntrinsic(value)) {
        value.forEach((element, i) => checkValue(element, matching.element, `${where}[${i}]`));
    } else if (matching.type === 'ref') {
        checkProperties(value, spec.get('typeDefinition', matching.reference.$ref).properties, where);
    } else if (matching.type === 'json') {
        checkReferences(value, where);
    } else {
        checkAllowed(value, matching, where);
    }
}

function checkProperties(given, properties, where) {
    Object.keys(given).filter(name => !(name in properties)).forEach(name => problem(where, 'has no property ' + name));
    Object.entries(properties).filter(([name, property]) => property.required && !(name in given))
        .forEach(([name]) => problem(where, 'lacks the required property ' + name));
    Object.entries(given).filter(([name]) => name in properties)
        .forEach(([name, value]) => checkValue(value, properties[name].type, `${where}.${name}`));
}

// EC2 API reference, AuthorizeSecurityGroupIngress and CreateSecurityGroup: the characters of descriptions.
function checkDescriptions(properties, where) {
    Object.entries(properties).forEach(([name, value]) => {
        if (value !== null && typeof value === 'object') {
            checkDescriptions(value, `${where}.${name}`);
        } else if (/Description$/.test(name) && !/^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(value)) {
            problem(`${where}.${name}`, 'has characters that EC2 rejects');
        }
    });
}

// User guide of DMS, dm-iam-resources: what the roles of a data migration allow, by the end of the resource's ARN.
const logs = 'log-group:dms-data-migration-*';
const allowedByDms = {
    DmsRole: {
        '*': 'ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeVpcPeeringConnections ec2:DescribeVpcs'
            + ' ec2:DescribePrefixLists logs:DescribeLogGroups cloudwatch:PutMetricData',
        'vpc/L-0EA8095F': 'servicequotas:GetServiceQuota',
        'route-table/*': 'ec2:CreateRoute ec2:DeleteRoute ec2:CreateTags',
        'security-group/${NewDatabaseSecurityGroupId}': 'ec2:AuthorizeSecurityGroupIngress ec2:CreateTags'
            + ' ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress',
        'security-group-rule/*': 'ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress ec2:CreateTags',
        'vpc-peering-connection/*':
            'ec2:AcceptVpcPeeringConnection ec2:ModifyVpcPeeringConnectionOptions ec2:CreateTags',
        'vpc/${VpcId}': 'ec2:AcceptVpcPeeringConnection ec2:CreateTags',
        [logs]: 'logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents',
    },
    DmsSecretsRole: {
        'Cluster.MasterUserSecret.SecretArn': 'secretsmanager:DescribeSecret secretsmanager:GetSecretValue',
        NewDatabaseSecretArn: 'secretsmanager:DescribeSecret secretsmanager:GetSecretValue',
    },
};
const textOf = value => isObject(value) ? Object.values(value).flat().join('.') : value;

function check(file) {
    template = parse(readFileSync(file, 'utf8'), { customTags });
    problems = [];
    for (const [role, resources] of Object.entries(allowedByDms)) {
        const { AssumeRolePolicyDocument: trust, Policies } = template.Resources[role].Properties;
        const trusted = trust.Statement.flatMap(statement => statement.Principal.Service).map(textOf);
        ['dms-data-migrations.amazonaws.com', 'dms.${AWS::Region}.amazonaws.com']
            .filter(name => !trusted.includes(name)).forEach(name => problem(role, `does not trust ${name}`));
        const statements = Policies.flatMap(policy => policy.PolicyDocument.Statement);
        Object.entries(resources).forEach(([end, actions]) => actions.split(' ')
            .filter(action => !statements.some(({ Action, Resource }) =>
                [Action].flat().includes(action) && [Resource].flat().some(resource => textOf(resource).endsWith(end))))
            .forEach(action => problem(role, `does not allow ${action} on ${end}`)));
    }

    for (const [id, resource] of Object.entries(template.Resources)) {
        resource.Type.startsWith('AWS::EC2::') && checkDescriptions(resource.Properties, id);
        const known = resourceOf(id);
        known ? checkProperties(resource.Properties, known.properties, id)
            : problem(id, 'no resource type ' + resource.Type);
        [resource.DependsOn ?? []].flat().filter(other => !(other in template.Resources))
            .forEach(other => problem(id, 'depends on nothing: ' + other));
    }
    Object.entries(template.Outputs).forEach(([id, { Value }]) =>
        checkValue(Value, { type: 'union', types: [{ type: 'string' }, { type: 'number' }] }, 'Outputs.' + id));
    Object.entries({ ...template.Resources, ...template.Outputs }).filter(([, { Condition }]) => Condition)
        .forEach(([id, { Condition }]) => checkCondition(Condition, id));
    const used = JSON.stringify([template.Conditions, template.Resources, template.Outputs]);
    Object.keys(template.Conditions ?? {}).filter(name => !new RegExp(`"${name}"(?!:)`).test(used))
        .forEach(name => problem('Conditions.' + name, 'is not used'));
    Object.keys(template.Parameters)
        .filter(name => !used.includes(`{"Ref":"${name}"}`) && !used.includes('${' + name + '}'))
        .forEach(name => problem('Parameters.' + name, 'is not used'));
    return problems;
}

console.log(JSON.stringify(process.argv.slice(2).map(check)));
