// The database away from the internet: the web app reaches it inside a network of its own. What one could get wrong: Teams
// must still reach the web app itself, so only the database becomes private.

@description('Start of every resource name.')
param resourceBaseName string

@description('Resource id of the database account.')
param cosmosAccountId string

@description('Name of the subnet the web app is joined to.')
param webAppSubnetName string

param tags object
param location string

var endpointSubnetName = 'endpoints'

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: resourceBaseName
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.20.0.0/24'
      ]
    }
    subnets: [
      {
        name: webAppSubnetName
        properties: {
          addressPrefix: '10.20.0.0/26'
          delegations: [
            {
              name: 'web'
              properties: {
                serviceName: 'Microsoft.Web/serverFarms'
              }
            }
          ]
        }
      }
      {
        name: endpointSubnetName
        properties: {
          addressPrefix: '10.20.0.64/27'
        }
      }
    ]
  }
}

resource names 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: 'privatelink.documents.azure.com'
  location: 'global'
  tags: tags
}

resource namesInNetwork 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: names
  name: resourceBaseName
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2023-11-01' = {
  name: '${resourceBaseName}-cosmos'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: '${network.id}/subnets/${endpointSubnetName}'
    }
    privateLinkServiceConnections: [
      {
        name: 'cosmos'
        properties: {
          privateLinkServiceId: cosmosAccountId
          groupIds: [
            'Sql'
          ]
        }
      }
    ]
  }
}

resource endpointName 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2023-11-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'cosmos'
        properties: {
          privateDnsZoneId: names.id
        }
      }
    ]
  }
}
