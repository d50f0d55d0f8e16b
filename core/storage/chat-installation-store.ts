import { z } from 'zod';
import type { ChatInstallation, ChatInstallations } from '../access/chat-installations.js';
import type { Privacy } from '../privacy/privacy.js';
import type { ChatInstallation as Row } from './generated/client.js';
import type { WithPrisma } from './transaction.js';

const purpose = 'chat installation';
const secrets = z.object({ token: z.string(), botId: z.string().nullable() });

/** Installations with their tokens sealed under the master key, each bound to its workspace. */
export function createChatInstallations(
  { prisma }: WithPrisma,
  privacy: Pick<Privacy, 'sealSecret' | 'openSecret'>,
): ChatInstallations {
  const opened = (row: Row): ChatInstallation => {
    const text = privacy.openSecret(row.sealed, purpose, row.id);
    const { id, name, botUserId } = row;
    return { id, name, botUserId, ...secrets.parse(JSON.parse(text)) };
  };
  return {
    async save({ id, name, botUserId, token, botId }, at) {
      const sealed = privacy.sealSecret(JSON.stringify({ token, botId }), purpose, id);
      const data = { name, botUserId, sealed, installedAt: at };
      await prisma.chatInstallation.upsert({
        where: { id },
        create: { id, ...data },
        update: data,
      });
    },
    async find(id) {
      const row = await prisma.chatInstallation.findUnique({ where: { id } });
      return row && opened(row);
    },
    async remove(id) {
      const { count } = await prisma.chatInstallation.deleteMany({ where: { id } });
      return count > 0;
    },
    async all() {
      const rows = await prisma.chatInstallation.findMany({ orderBy: { id: 'asc' } });
      return rows.map(opened);
    },
  };
}
