# One portal: its packages, its build, and nothing of yours. Everything else it is told by settings (docs/guide/several-portals.md).
FROM node:22-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build \
  && mkdir -p /data /srv/stoa/storage /srv/stoa/files \
  && chown -R node:node /app/dist /app/.next /data /srv/stoa
USER node
ENV HOST=0.0.0.0 PORT=3000 STOA_DATA_DIR=/data
EXPOSE 3000
CMD ["node", "scripts/start.mjs", "--empty"]
