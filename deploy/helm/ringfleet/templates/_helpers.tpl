{{- define "ringfleet.labels" -}}
app.kubernetes.io/name: ringfleet
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* What pods are selected by; takes {root, component}. Never changes in the life of a release. */}}
{{- define "ringfleet.selector" -}}
app.kubernetes.io/name: ringfleet
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "ringfleet.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* A configuration of deploy/nginx, where services are called by their names; here they are called <release>-<service>. Takes {root, file}. */}}
{{- define "ringfleet.nginxConfig" -}}
{{- regexReplaceAll "(?m)^(\\s+server )([a-z-]+):" (.root.Files.Get .file) (printf "${1}%s-${2}:" .root.Release.Name) }}
{{- end }}

{{- define "ringfleet.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "ringfleet.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Instances of one component on different nodes and zones, where there are several; takes {root, component}. */}}
{{- define "ringfleet.spread" -}}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "ringfleet.selector" $ | nindent 6 }}
{{- end }}
{{- end }}

{{/* Settings of one service that are no secret; takes {root, name, service}. */}}
{{- define "ringfleet.environment" -}}
{{- $values := .root.Values -}}
- { name: RINGFLEET_HOST, value: 0.0.0.0 }
- { name: RINGFLEET_PORT, value: {{ .service.port | quote }} }
- { name: RINGFLEET_PUBLIC_URL, value: {{ required "publicUrl is missing: where people reach Ringfleet, https://ringfleet.example.com" $values.publicUrl | quote }} }
- { name: RINGFLEET_KAFKA_BROKERS, value: {{ required "kafka.brokers is missing: one or more host:port, joined by commas" $values.kafka.brokers | quote }} }
- { name: RINGFLEET_KAFKA_TLS, value: {{ $values.kafka.tls | quote }} }
{{- if $values.kafka.signIn }}
- { name: RINGFLEET_KAFKA_USERNAME, value: ringfleet-{{ .name }} }
{{- end }}
- { name: RINGFLEET_OBJECTS_URL, value: {{ required "objects.url is missing: the address of the object store, http://minio:9000" $values.objects.url | quote }} }
- { name: RINGFLEET_OBJECTS_BUCKET, value: {{ $values.objects.bucket | quote }} }
- { name: RINGFLEET_TRUSTED_PROXIES, value: {{ $values.trustedProxies | quote }} }
- { name: RINGFLEET_DEMO, value: {{ $values.demo | quote }} }
{{- with $values.oidc }}
{{- if .issuer }}
- { name: RINGFLEET_OIDC_ISSUER, value: {{ .issuer | quote }} }
- { name: RINGFLEET_OIDC_AUDIENCE, value: {{ .audience | quote }} }
- { name: RINGFLEET_OIDC_CLIENT_ID, value: {{ .clientId | quote }} }
- { name: RINGFLEET_OIDC_CLAIMS, value: {{ .claims | quote }} }
{{- end }}
{{- end }}
{{- range $name, $service := $values.services }}
- { name: RINGFLEET_{{ $name | upper | replace "-" "_" }}_URL, value: "http://{{ $.root.Release.Name }}-{{ $name }}:{{ $service.port }}" }
{{- end }}
{{- with $values.otlpEndpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- if eq (include "ringfleet.hasPhoneDoor" .) "yes" }}
- { name: RINGFLEET_PROVISIONING_URLS, value: {{ required "phoneDoor.urls is missing: where phones reach the phone door, https://phones.example.com" $values.phoneDoor.urls | quote }} }
{{- end }}
{{- if eq (include "ringfleet.hasRegistrar" .) "yes" }}
{{- $here := printf "%s-registrar" .root.Release.Name }}
- { name: RINGFLEET_REGISTRAR_NAME, value: {{ $values.registrar.name | default (ternary $here "" $values.registrar.enabled) | quote }} }
- { name: RINGFLEET_REGISTRAR_EVENTS, value: {{ ternary (printf "%s:8448" $here) $values.registrar.events $values.registrar.enabled | quote }} }
- { name: RINGFLEET_REGISTRAR_RPC, value: {{ ternary (printf "http://%s:8090/RPC" $here) $values.registrar.rpc $values.registrar.enabled | quote }} }
{{- end }}
{{- end }}

{{/* Whether the service follows a registrar; takes {root, name}. */}}
{{- define "ringfleet.hasRegistrar" -}}
{{- if and (eq .name "device-control") (or .root.Values.registrar.enabled .root.Values.registrar.events) }}yes{{ end }}
{{- end }}

{{/* Whether phones with certificates come to the service; takes {root, name}. */}}
{{- define "ringfleet.hasPhoneDoor" -}}
{{- if and (eq .name "profiles") .root.Values.phoneDoor.enabled }}yes{{ end }}
{{- end }}

{{/* Secrets of one service as files, with the variables that name them; takes {root, name}. */}}
{{- define "ringfleet.secretEnvironment" -}}
- { name: RINGFLEET_DATABASE_URL_FILE, value: /etc/ringfleet/secrets/database-url }
- { name: RINGFLEET_OBJECTS_ACCESS_KEY_FILE, value: /etc/ringfleet/secrets/objects-access-key }
- { name: RINGFLEET_OBJECTS_SECRET_KEY_FILE, value: /etc/ringfleet/secrets/objects-secret-key }
- { name: RINGFLEET_SEALING_KEYS_FILE, value: /etc/ringfleet/secrets/sealing-keys }
- { name: RINGFLEET_SERVICE_KEY_FILE, value: /etc/ringfleet/secrets/service-key }
{{- if .root.Values.kafka.signIn }}
- { name: RINGFLEET_KAFKA_PASSWORD_FILE, value: /etc/ringfleet/secrets/kafka-password }
{{- end }}
{{- if eq (include "ringfleet.hasRegistrar" .) "yes" }}
- { name: RINGFLEET_REGISTRAR_KEY_FILE, value: /etc/ringfleet/secrets/registrar-key }
{{- end }}
{{- if eq (include "ringfleet.hasPhoneDoor" .) "yes" }}
- { name: RINGFLEET_PROVISIONING_EDGE_SECRET_FILE, value: /etc/ringfleet/secrets/edge-secret }
{{- end }}
{{- end }}

{{- define "ringfleet.secretVolume" -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ .root.Values.secrets.shared }}
          items:
            - { key: sealing-keys, path: sealing-keys }
            - { key: service-key, path: service-key }
            - { key: objects-access-key, path: objects-access-key }
            - { key: objects-secret-key, path: objects-secret-key }
      - secret:
          name: {{ .root.Values.secrets.servicePrefix }}-{{ .name }}
          items:
            - { key: database-url, path: database-url }
            {{- if .root.Values.kafka.signIn }}
            - { key: kafka-password, path: kafka-password }
            {{- end }}
            {{- if eq (include "ringfleet.hasRegistrar" .) "yes" }}
            - { key: registrar-key, path: registrar-key }
            {{- end }}
            {{- if eq (include "ringfleet.hasPhoneDoor" .) "yes" }}
            - { key: edge-secret, path: edge-secret }
            {{- end }}
{{- end }}
