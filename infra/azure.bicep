// Everything the assistant runs on: one identity, one web app, one database, one bot registration, and no secret anywhere.
// What one could get wrong: the identity that speaks to Teams is also the one that reads the database, so MicrosoftAppId and
// AZURE_CLIENT_ID are the same id.

@description('Start of every resource name. Web app and database names are public, so it must be unused worldwide.')
@minLength(4)
@maxLength(20)
param resourceBaseName string

@description('The name people see in Teams.')
@maxLength(42)
param botDisplayName string

@description('Web app plan. Basic is the least that keeps the app always on.')
@allowed(['B1', 'B2', 'B3', 'P0v3', 'P1v3', 'P2v3'])
param webAppSku string = 'B1'

@description('Web apps side by side. Basic allows three; two or more keep it answering while one is replaced.')
@minValue(1)
@maxValue(10)
param instances int = 1

@description('serverless: paid by use, for one programme or a few. autoscale: for many. Cannot be changed on an existing account.')
@allowed(['serverless', 'autoscale'])
param cosmosCapacity string = 'serverless'

@description('Most request units a second, with autoscale only.')
@minValue(1000)
param autoscaleMaxRequestUnits int = 1000

@description('Whether only the web app reaches the database, through a network of its own.')
param privateNetwork bool = false

@description('Who is told of what goes wrong, by e-mail. Empty: the portal only.')
param alertEmail string = ''

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Put on every resource, for whoever pays and whoever looks after it.')
param tags object = {
  product: 'reform-delivery-assistant'
}

@description('Tenant ids whose people may use the bot, separated by commas.')
param allowedTenants string = tenant().tenantId

@description('Path of the plan to load at start, inside the deployed folder. Empty: none is loaded.')
param planFile string = ''

@description('Entra object ids, separated by commas, of those who may put a new programme in by the chat. Empty: nobody.')
param founders string = ''

@description('Whether the web app asks people by its own clock. Turn it off only when something else calls /api/jobs/run.')
@allowed(['on', 'off'])
param jobsInProcess string = 'on'

@description('Object or application ids of this tenant that may call /api/jobs/run, separated by commas. Empty: nobody may.')
param jobsCallers string = ''

@description('Messages a second each instance may send. Teams lets a bot send 50 in a tenant: with more instances give each its share.')
@minValue(1)
@maxValue(50)
param sendsPerSecond int = 50 / instances

@description('Signs the links to files, at least 32 characters; links live ten minutes, so a new one at each deployment is fine.')
@secure()
param fileLinksKey string = '${newGuid()}${newGuid()}'

@description('How much the product logs.')
@allowed(['debug', 'info', 'warn', 'error'])
param logLevel string = 'info'

param location string = resourceGroup().location

var databaseName = 'reform-delivery'
var containerName = 'records'
var webAppSubnetName = 'web'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
  tags: tags
}

resource cosmosAccount 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: toLower(resourceBaseName)
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [
      {
        locationName: location
        failoverPriority: 0
      }
    ]
    capabilities: cosmosCapacity == 'serverless' ? [
      {
        name: 'EnableServerless'
      }
    ] : []
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    // A submit delivered again to another instance must find what the first one wrote; a session's promise ends at its client.
    consistencyPolicy: {
      defaultConsistencyLevel: 'Strong'
    }
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous30Days'
      }
    }
    disableLocalAuth: true
    minimalTlsVersion: 'Tls12'
  }
}

resource cosmosDatabase 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: cosmosAccount
  name: databaseName
  properties: {
    resource: {
      id: databaseName
    }
  }
}

resource cosmosContainer 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: cosmosDatabase
  name: containerName
  properties: {
    options: cosmosCapacity == 'autoscale' ? {
      autoscaleSettings: {
        maxThroughput: autoscaleMaxRequestUnits
      }
    } : {}
    resource: {
      id: containerName
      partitionKey: {
        kind: 'Hash'
        version: 2
        paths: ['/partition']
      }
      // Nothing expires but the documents that ask for it with a ttl of their own.
      defaultTtl: -1
      // Only what queries ask for: one partition, some kinds, newest first. Bodies are never searched, so writes stay cheap.
      // The id is always indexed, the partition key is not unless named; a composite index cannot serve an IN filter.
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          {
            path: '/partition/?'
          }
          {
            path: '/kind/?'
          }
          {
            path: '/at/?'
          }
        ]
        excludedPaths: [
          {
            path: '/*'
          }
        ]
      }
    }
  }
}

// What the storage port does and nothing else: no stored procedures, no change feed, no container made or changed.
resource dataRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2024-11-15' = {
  parent: cosmosAccount
  name: guid(cosmosAccount.id, 'records-role')
  properties: {
    roleName: 'Reform Delivery Assistant records'
    type: 'CustomRole'
    assignableScopes: [
      '${cosmosAccount.id}/dbs/${cosmosDatabase.name}'
    ]
    permissions: [
      {
        dataActions: [
          'Microsoft.DocumentDB/databaseAccounts/readMetadata'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/replace'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/delete'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
        ]
      }
    ]
  }
}

resource dataAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: cosmosAccount
  name: guid(cosmosAccount.id, identity.id, 'records-role')
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: dataRole.id
    scope: '${cosmosAccount.id}/dbs/${cosmosDatabase.name}'
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: resourceBaseName
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: webAppSku
    capacity: instances
  }
  properties: {
    reserved: true
  }
}

var productSettings = [
  {
    name: 'COSMOS_ENDPOINT'
    value: cosmosAccount.properties.documentEndpoint
  }
  {
    name: 'COSMOS_DATABASE'
    value: cosmosDatabase.name
  }
  {
    name: 'MicrosoftAppType'
    value: 'UserAssignedMSI'
  }
  {
    name: 'MicrosoftAppId'
    value: identity.properties.clientId
  }
  {
    name: 'MicrosoftAppTenantId'
    value: identity.properties.tenantId
  }
  {
    name: 'ALLOWED_TENANTS'
    value: allowedTenants
  }
  {
    name: 'JOBS_IN_PROCESS'
    value: jobsInProcess
  }
  {
    name: 'PUBLIC_URL'
    value: 'https://${resourceBaseName}.azurewebsites.net'
  }
  {
    name: 'FILE_LINKS_KEY'
    value: fileLinksKey
  }
  {
    name: 'SENDS_PER_SECOND'
    value: string(sendsPerSecond)
  }
  {
    name: 'LOG_LEVEL'
    value: logLevel
  }
  {
    name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
    value: insights.properties.ConnectionString
  }
]

var jobsSettings = empty(jobsCallers) ? [] : [
  {
    name: 'JOBS_CALLERS'
    value: jobsCallers
  }
]

var planSettings = empty(planFile) ? [] : [
  {
    name: 'PLAN_FILE'
    value: planFile
  }
]

var founderSettings = empty(founders) ? [] : [
  {
    name: 'FOUNDERS'
    value: founders
  }
]

// Read by the platform and by the identity library, not by the product. PORT is the platform's own to choose.
var platformSettings = [
  {
    name: 'AZURE_CLIENT_ID'
    value: identity.properties.clientId
  }
  {
    name: 'SCM_DO_BUILD_DURING_DEPLOYMENT'
    value: 'false'
  }
  {
    name: 'WEBSITE_RUN_FROM_PACKAGE'
    value: '1'
  }
]

resource webApp 'Microsoft.Web/sites@2023-12-01' = {
  name: resourceBaseName
  location: location
  tags: tags
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: privateNetwork ? resourceId('Microsoft.Network/virtualNetworks/subnets', resourceBaseName, webAppSubnetName) : null
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      // Node itself and not npm, so that the platform's request to stop reaches the product.
      appCommandLine: 'node .build/src/main.js'
      alwaysOn: true
      healthCheckPath: '/healthz'
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      appSettings: concat(productSettings, jobsSettings, planSettings, founderSettings, platformSettings)
    }
  }
  dependsOn: [
    network
  ]
}

module network './network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    resourceBaseName: resourceBaseName
    cosmosAccountId: cosmosAccount.id
    webAppSubnetName: webAppSubnetName
    tags: tags
    location: location
  }
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: resourceBaseName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logRetentionDays
  }
}

// Traces and metrics: turns, store requests, sends, deliveries, refusals. They carry names of routes and codes, never words.
resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: resourceBaseName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

module monitoring './monitoring.bicep' = {
  name: 'monitoring'
  params: {
    resourceBaseName: resourceBaseName
    webAppName: webApp.name
    cosmosAccountName: cosmosAccount.name
    alertEmail: alertEmail
    workspaceName: workspace.name
    tags: tags
    location: location
  }
}

module botRegistration './botRegistration/azurebot.bicep' = {
  name: 'bot-registration'
  params: {
    botServiceName: resourceBaseName
    botDisplayName: botDisplayName
    tags: tags
    botAppDomain: webApp.properties.defaultHostName
    identityResourceId: identity.id
    identityClientId: identity.properties.clientId
    identityTenantId: identity.properties.tenantId
  }
}

// Written by the toolkit into its environment file, from where the app manifest and the deployment read them.
output BOT_ID string = identity.properties.clientId
output BOT_TENANT_ID string = identity.properties.tenantId
output BOT_DOMAIN string = webApp.properties.defaultHostName
output BOT_ENDPOINT string = 'https://${webApp.properties.defaultHostName}/api/messages'
output COSMOS_ENDPOINT string = cosmosAccount.properties.documentEndpoint
output AZURE_APP_SERVICE_RESOURCE_ID string = webApp.id
