#!/usr/bin/env node
process.stdout.write('cutover\n');
