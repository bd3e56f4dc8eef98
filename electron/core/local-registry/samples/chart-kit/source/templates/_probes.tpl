{{- /* Call it with a dict: path, port. */ -}}
{{- define "chart-kit.httpProbes" -}}
readinessProbe:
  httpGet:
    path: {{ .path }}
    port: {{ .port }}
livenessProbe:
  httpGet:
    path: {{ .path }}
    port: {{ .port }}
  initialDelaySeconds: 10
{{- end }}
