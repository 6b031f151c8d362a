// Registers the running web app as a bot and opens it to Microsoft Teams. What one could get wrong: a bot registered with a
// managed identity has no password, and its type, id and tenant must be the same three that the web app is configured with.

@description('Name of the bot registration.')
@minLength(4)
@maxLength(42)
param botServiceName string

@description('The name people see in Teams.')
@maxLength(42)
param botDisplayName string

@description('Host name of the web app, without scheme or path.')
param botAppDomain string

@description('Resource id of the managed identity the bot speaks with.')
param identityResourceId string

@description('Client id of that identity: the bot id.')
param identityClientId string

@description('Tenant of that identity.')
param identityTenantId string

@description('F0 carries Teams messages without charge; S1 adds a service level agreement.')
@allowed(['F0', 'S1'])
param botServiceSku string = 'F0'

param tags object

resource botService 'Microsoft.BotService/botServices@2021-03-01' = {
  name: botServiceName
  location: 'global'
  tags: tags
  kind: 'azurebot'
  sku: {
    name: botServiceSku
  }
  properties: {
    displayName: botDisplayName
    endpoint: 'https://${botAppDomain}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identityClientId
    msaAppTenantId: identityTenantId
    msaAppMSIResourceId: identityResourceId
  }
}

resource teamsChannel 'Microsoft.BotService/botServices/channels@2021-03-01' = {
  parent: botService
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
  }
}
