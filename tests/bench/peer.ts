// The bare SDK in a process of its own, as Microsoft's samples write it: restify, its body parser, CloudAdapter with its own
// check of tokens. What one could get wrong: it answers an invoke, and a message with a short reply; it keeps and draws nothing.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import restify from 'restify';
import { serveApart } from './apart.js';

const { MicrosoftAppId: appId = '', BOT_OPENID_METADATA, BOT_TOKEN_ISSUER } = process.env;
const issuer = BOT_TOKEN_ISSUER ?? 'https://api.botframework.com';

// The SDK signs in over https only, so its own token is given: a run signs in once, and that is not measured.
const credentials = {
  isValidAppId: async (id: string) => id === appId,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => ({
    signRequest: async <R extends { headers: { set(name: string, value: string): void } }>(request: R) => {
      request.headers.set('authorization', 'Bearer a-token-of-the-peer');
      return request;
    },
  }),
};
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      CallerId: 'urn:botframework:azure',
      ToBotFromChannelTokenIssuer: issuer,
      ToBotFromChannelOpenIdMetadataUrl: BOT_OPENID_METADATA,
      ToBotFromEmulatorOpenIdMetadataUrl: BOT_OPENID_METADATA,
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: issuer,
    },
    credentials as never,
  ),
);
adapter.onTurnError = async (_, error) => {
  process.stderr.write(`${error.stack}\n`);
};

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, async (context) => {
    if (context.activity.type === ActivityTypes.Invoke)
      await context.sendActivity({
        type: ActivityTypes.InvokeResponse,
        value: {
          status: 200,
          body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Saved.' },
        },
      });
    else await context.sendActivity(`You said: ${context.activity.text}`);
  });
});
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
serveApart((server.server.address() as AddressInfo).port);
