# 网关、办理进程和命令行的镜像：duban gateway | worker | migrate | …
# The image of the gateway, the worker and the command line.
FROM node:20-alpine AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web .
RUN npm run build

FROM golang:1.26.8-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist web/dist
RUN CGO_ENABLED=0 go build -trimpath -o /out/duban ./cmd/duban

FROM alpine:3.22
RUN apk add --no-cache ca-certificates tzdata && adduser -D -H -u 10001 duban && \
    install -d -o duban -m 700 /var/lib/duban /var/lib/duban/attachments
COPY --from=build /out/duban /usr/local/bin/duban
USER duban
ENV DUBAN_DATA=/var/lib/duban
ENTRYPOINT ["duban"]
CMD ["--help"]
