// The parts of undici that send a request, each by its own file: a program that loads all of undici waits for fetch, web
// sockets, caches and mocks as well, as long as for the rest of it. Its files have no types beside them; those of the whole
// hold for its parts.
declare module 'undici/lib/core/connect.js' {
  import { buildConnector } from 'undici';
  export default buildConnector;
}
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export default Agent;
}
declare module 'undici/lib/dispatcher/env-http-proxy-agent.js' {
  import { EnvHttpProxyAgent } from 'undici';
  export default EnvHttpProxyAgent;
}
