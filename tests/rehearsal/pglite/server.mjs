// Serves PostgreSQL with pgvector in memory on a loopback port, for one session; ends when its standard input ends.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const server = new PGLiteSocketServer({ db: await PGlite.create({ extensions: { vector } }), port: 0, host: '127.0.0.1' });
await server.start();
console.log('READY ' + server.getServerConn());
process.stdin.resume().on('end', () => process.exit(0));
