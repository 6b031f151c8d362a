// Where the logs go, and what wakes somebody. What one could get wrong: the rules read the product's own log lines by their
// event names; tests hold the two together, since a renamed line would silence an alert without a word.

@description('Start of every resource name.')
param resourceBaseName string

@description('The web app whose logs are kept.')
param webAppName string

@description('The database account whose management is logged.')
param cosmosAccountName string

@description('Who is told, by e-mail. Empty: alerts are raised and shown in the portal only.')
param alertEmail string

@description('The workspace the logs go to.')
param workspaceName string

param tags object
param location string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource webApp 'Microsoft.Web/sites@2023-12-01' existing = {
  name: webAppName
}

resource webAppLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: webApp
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'AppServiceConsoleLogs'
        enabled: true
      }
      {
        category: 'AppServicePlatformLogs'
        enabled: true
      }
    ]
  }
}

resource cosmosAccount 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' existing = {
  name: cosmosAccountName
}

// Who changed the account itself: keys switched on, back-up shortened, network opened.
resource cosmosLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: cosmosAccount
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
    ]
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: resourceBaseName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'reform'
    emailReceivers: [
      {
        name: 'administrator'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

// One line of the product is one line of the table; lines that are not the product's own are not JSON.
var productLines = 'AppServiceConsoleLogs | where ResultDescription startswith "{" | extend line = parse_json(ResultDescription)'

var rules = [
  {
    key: 'missed-prompts'
    title: 'Somebody was not asked in time'
    severity: 2
    condition: 'line.event == "deliveries-troubled" and toint(line.missed) > 0'
    moreThan: 0
  }
  {
    key: 'unknown-sends'
    title: 'A message may or may not have been shown'
    severity: 3
    condition: 'line.event == "deliveries-troubled" and toint(line.unknown) > 0'
    moreThan: 0
  }
  {
    key: 'broken-chains'
    title: 'The record of who did what does not hold'
    severity: 0
    condition: 'line.event == "chain-broken"'
    moreThan: 0
  }
  {
    key: 'unwatched-chains'
    title: 'The record of who did what could not be checked'
    severity: 3
    condition: 'line.event == "chains-not-checked"'
    moreThan: 0
  }
  {
    key: 'faults'
    title: 'People were told that something went wrong'
    severity: 2
    condition: 'line.event in ("fault", "turn failed", "request failed")'
    moreThan: 5
  }
  {
    key: 'failing-runs'
    title: 'What is due could not be looked at'
    severity: 1
    condition: 'line.event in ("run-failed", "job-failed", "clock-wrong", "store-takes-no-writes")'
    moreThan: 5
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [for rule in rules: {
  name: '${resourceBaseName}-${rule.key}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.title
    description: 'What to do: the runbook in README.md.'
    severity: rule.severity
    enabled: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    scopes: [
      workspace.id
    ]
    criteria: {
      allOf: [
        {
          query: '${productLines} | where ${rule.condition}'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: rule.moreThan
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    // Each is about something that happened, which time does not mend.
    autoMitigate: false
    // A new workspace has no such table until the first line arrives.
    skipQueryValidation: true
    actions: {
      actionGroups: empty(alertEmail) ? [] : [
        people.id
      ]
    }
  }
}]
