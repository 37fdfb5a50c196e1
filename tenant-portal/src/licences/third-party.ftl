<#-- META-INF/THIRD-PARTY.txt of the portal's jar: an entry for each jar that went into it and is not Sluice's, from the jars' own POMs. -->
<#assign jars = []/>
<#list dependencyMap as entry>
<#assign jar = entry.getKey()/>
<#assign jars = jars + [{"name": jar.artifactId + "-" + jar.version, "jar": jar, "licences": entry.getValue()}]/>
</#list>
What others made of this jar, by name and version of the jars that went into it, their classes unmodified; the text of Apache-2.0 is
LICENSE beside this file.

<#list jars?sort_by("name") as each>
${each.name}
    ${each.jar.groupId}:${each.jar.artifactId}<#if each.jar.url??>, ${each.jar.url}</#if>
    ${each.licences?sort?join(" or ")}<#if !each.licences?seq_contains("Apache-2.0")><#list each.jar.licenses as licence><#if licence.url??>, ${licence.url}</#if></#list></#if>
</#list>
