// One answer, always the same, from the same Nest and Fastify: no GraphQL, nothing computed.
import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

const media = 'application/graphql-response+json; charset=utf-8';

const controllerOf = (body) => {
  class Constant {
    answer(request, reply) {
      if (typeof request.body.query !== 'string') throw new Error('not a query');
      reply.header('content-type', media).send(body);
    }
  }
  Controller('graphql')(Constant);
  Req()(Constant.prototype, 'answer', 0);
  Res()(Constant.prototype, 'answer', 1);
  Post()(
    Constant.prototype,
    'answer',
    Object.getOwnPropertyDescriptor(Constant.prototype, 'answer'),
  );
  return Constant;
};

export const constantApp = async (body) => {
  class ConstantModule {}
  Module({ controllers: [controllerOf(body)] })(ConstantModule);
  return NestFactory.create(ConstantModule, new FastifyAdapter(), { logger: false });
};
