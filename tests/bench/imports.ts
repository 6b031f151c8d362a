// The runtime dependencies alone, loaded as the product loads them at its start and nothing done with them. What one could get wrong: what the
// product loads later (documents, the model, Cosmos where SQLite is used) is not among them.

import 'botbuilder';
import 'fuse.js';
import 'libsql';
import 'luxon';
import 'pino';
import 'restify';
import 'zod/v4';
import { serveApart } from './apart.js';

serveApart(0);
