<#-- doc/THIRD-PARTY.txt of a plugin's folder: an entry for each jar in lib/ that is not Sluice's, from the jars' own POMs. -->
<#assign jars = []/>
<#list dependencyMap as entry>
<#assign jar = entry.getKey()/>
<#assign jars = jars + [{"name": jar.artifactId + "-" + jar.version, "jar": jar, "licences": entry.getValue()}]/>
</#list>
The jars in lib/ that others made, by name and version. Each is unmodified, and has its licence and notices in it where its makers put
them there; the text of Apache-2.0 is LICENSE beside this file.

<#list jars?sort_by("name") as each>
${each.name}
    ${each.jar.groupId}:${each.jar.artifactId}<#if each.jar.url??>, ${each.jar.url}</#if>
    ${each.licences?sort?join(" or ")}<#if !each.licences?seq_contains("Apache-2.0")><#list each.jar.licenses as licence><#if licence.url??>, ${licence.url}</#if></#list></#if>
</#list>
