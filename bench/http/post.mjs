// One request over connections that are kept open.
import { openConnection, requestBytes } from './connection.mjs';

/** Gives `work` a function that posts a text to one address, over connections that live as long as `work`. */
export const posting = async (url, work, token) => {
  const every = new Set();
  const idle = [];
  const opened = async () => {
    const connection = await openConnection(url);
    every.add(connection);
    return connection;
  };
  const taken = () => {
    const connection = idle.shift();
    return connection === undefined || connection.isOpen ? connection : taken();
  };
  const post = async (body) => {
    const connection = taken() ?? (await opened());
    try {
      return await connection.exchange(requestBytes(url, body, token));
    } finally {
      idle.push(connection);
    }
  };
  try {
    return await work(post);
  } finally {
    for (const connection of every) connection.close();
  }
};
